import { mount } from '../../src/extension/pages/mount.tsx';
import { Popup } from '../../src/extension/pages/popup/popup.tsx';

mount(Popup, 'popup.page');
