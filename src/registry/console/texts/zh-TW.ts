import console from '../../../../assets/words/console/zh-TW.json' with { type: 'json' };
import shared from '../../../../assets/words/zh-TW.json' with { type: 'json' };

export default { ...shared, ...console };
