import shared from '../../../../assets/words/en.json' with { type: 'json' };
import site from '../../../../assets/words/site/en.json' with { type: 'json' };

export default { ...shared, ...site };
