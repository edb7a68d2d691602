import { defineBackground } from 'wxt/utils/define-background';
import { listen } from '../src/extension/background/events.ts';

export default defineBackground(listen);
