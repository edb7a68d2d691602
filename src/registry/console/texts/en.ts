import console from '../../../../assets/words/console/en.json' with { type: 'json' };
import shared from '../../../../assets/words/en.json' with { type: 'json' };

export default { ...shared, ...console };
