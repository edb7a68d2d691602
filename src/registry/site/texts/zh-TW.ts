import site from '../../../../assets/words/site/zh-TW.json' with { type: 'json' };
import shared from '../../../../assets/words/zh-TW.json' with { type: 'json' };

export default { ...shared, ...site };
