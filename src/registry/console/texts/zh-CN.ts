import console from '../../../../assets/words/console/zh-CN.json' with { type: 'json' };
import shared from '../../../../assets/words/zh-CN.json' with { type: 'json' };

export default { ...shared, ...console };
