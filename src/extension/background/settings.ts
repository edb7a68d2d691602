import * as z from 'zod/mini';
import { type Language, languageOf } from '../../core/language.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

const schema = z.object({ language: z.enum(['auto', 'en', 'zh-CN', 'zh-TW']) });
export type Settings = z.infer<typeof schema>;

const name = 'settings';

/** What a person chose for this browser. */
export class SettingsStore {
  private readonly values: Values;
  private readonly earlier: Values;
  private readonly browserLanguage: () => string;
  private settings: Settings = { language: 'auto' };

  /** @param earlier where earlier versions kept them */
  constructor(values: Values, earlier: Values, browserLanguage: () => string) {
    this.values = values;
    this.earlier = earlier;
    this.browserLanguage = browserLanguage;
  }

  async load(): Promise<void> {
    const stored = await storedAs(this.values, name, schema);
    this.settings = stored ?? (await storedAs(this.earlier, name, schema)) ?? this.settings;
  }

  get chosen(): Settings {
    return this.settings;
  }

  /** The language to speak. */
  get language(): Language {
    return languageOf(this.settings.language, this.browserLanguage());
  }

  async change(change: { readonly language?: Settings['language'] | undefined }): Promise<Settings> {
    this.settings = { language: change.language ?? this.settings.language };
    await this.values.put(name, this.settings);
    return this.settings;
  }
}
