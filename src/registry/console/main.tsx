import { render } from 'preact';

render(<h1>Baize 白泽</h1>, document.body);
