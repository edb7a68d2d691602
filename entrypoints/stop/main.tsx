import { mount } from '../../src/extension/pages/mount.tsx';
import { StopPage } from '../../src/extension/pages/stop/stop-page.tsx';

mount(StopPage, 'stop.page');
