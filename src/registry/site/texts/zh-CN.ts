import site from '../../../../assets/words/site/zh-CN.json' with { type: 'json' };
import shared from '../../../../assets/words/zh-CN.json' with { type: 'json' };

export default { ...shared, ...site };
