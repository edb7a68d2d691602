import type { Kind } from '../../core/entry.ts';
import type { Language } from '../messages.ts';

/** The guard's few words; all other words are in assets/words, too large for every page. */
interface GuardWords {
  /** Who speaks, and how. */
  readonly name: string;
  readonly care: string;
  /** The names of the kinds: a test keeps them equal to assets/words. */
  readonly kinds: Readonly<Record<Kind, string>>;
  /** Per kind, what people lose: the title for a page. */
  readonly harm: Readonly<Record<Kind, string>>;
  /** Titles for listed addresses: one, several. */
  readonly address: string;
  readonly addresses: string;
  readonly proceeded: string;
  /** What is listed and by whom: an entry with caution, any other. */
  readonly caution: string;
  readonly by: string;
  /** What to do: on a page with caution, on a page with listed addresses. */
  readonly wait: string;
  readonly sendNothing: string;
  /** Addresses beside what the title says: one, several. */
  readonly also: string;
  readonly alsoMany: string;
  readonly and: string;
  readonly leave: string;
  readonly show: string;
  readonly fold: string;
  readonly unfold: string;
}

const en: GuardWords = {
  name: 'Baize',
  care: 'Take care',
  kinds: {
    pyramid: 'Pyramid selling',
    ponzi_yield: 'High-yield fund scheme',
    fake_platform: 'Fake trading platform',
    pig_butchering: 'Romance and investment scam',
    fake_wallet: 'Fake wallet or app',
    phishing: 'Copy of a site that steals passwords',
    drainer: 'Approval that empties wallets',
    giveaway: 'Giveaway scam',
    impersonation: 'False authority or company',
    rug_pull: 'Coin abandoned by its makers',
    cloud_mining: 'Fake cloud mining',
    recovery: 'Money recovery scam',
    extortion: 'Extortion',
    poisoning: 'Look-alike address',
    sanctioned: 'Sanctioned address',
    malware: 'Harmful software',
    unspecified: 'Kind not recorded',
  },
  harm: {
    pyramid: 'In schemes like this, those who join last lose what they pay',
    ponzi_yield: 'With returns like these, the deposit itself does not come back',
    fake_platform: 'What is paid in on platforms like this cannot be withdrawn',
    pig_butchering: 'People led here by an online friend lose what they pay',
    fake_wallet: 'Wallets like this hand your coins to strangers',
    phishing: 'Pages like this take the passwords and recovery words you type',
    drainer: 'One signature on sites like this can empty a wallet',
    giveaway: 'Coins sent first to get more are not sent back',
    impersonation: 'Money paid here may not reach the name on the page',
    rug_pull: 'Coins like this can soon no longer be sold',
    cloud_mining: 'Plans like this take your payment and mine nothing',
    recovery: 'Services like this take a fee and bring nothing back',
    extortion: 'People who pay are often asked to pay again',
    poisoning: 'Coins sent to a look-alike address go to a stranger',
    sanctioned: 'Dealing with a sanctioned party can freeze your coins',
    malware: 'Programs from here can take your passwords and coins',
    unspecified: 'What is paid or signed here may not come back',
  },
  address: 'Coins sent to the marked address cannot be called back',
  addresses: 'Coins sent to the {n} marked addresses cannot be called back',
  proceeded: 'On the list, opened by your choice',
  caution: '{kind}: {feed} lists {key} with caution, not yet confirmed.',
  by: '{kind}, listed by {feed}.',
  wait: 'Wait before you pay or sign anything here.',
  sendNothing: 'Send nothing there. The page itself is not on the list.',
  also: 'A listed wallet address is marked on this page.',
  alsoMany: '{n} listed wallet addresses are marked on this page.',
  and: ' · ',
  leave: 'Leave this page',
  show: 'Show me',
  fold: 'Fold away',
  unfold: 'Show the notice again',
};

const zhCN: GuardWords = {
  name: '白泽',
  care: '请留意',
  kinds: {
    pyramid: '传销拉人头',
    ponzi_yield: '高息资金盘',
    fake_platform: '虚假交易平台',
    pig_butchering: '杀猪盘',
    fake_wallet: '假钱包或假应用',
    phishing: '仿冒网站盗取账号',
    drainer: '恶意授权盗币',
    giveaway: '赠币骗局',
    impersonation: '冒充机构',
    rug_pull: '空气币跑路',
    cloud_mining: '虚假云挖矿',
    recovery: '“追回损失”骗局',
    extortion: '敲诈勒索',
    poisoning: '相似地址投毒',
    sanctioned: '受制裁地址',
    malware: '恶意软件',
    unspecified: '未注明类型',
  },
  harm: {
    pyramid: '这类项目里，后加入的人拿不回本金',
    ponzi_yield: '这类高息一旦停付，本金也取不回来',
    fake_platform: '在这类平台充值的钱，往往提不出来',
    pig_butchering: '经网友介绍来投资的人，钱多半拿不回来',
    fake_wallet: '这类钱包会把你的币交到陌生人手里',
    phishing: '这类网页会拿走你输入的密码和助记词',
    drainer: '在这类网站签一次名，钱包就可能被转空',
    giveaway: '为了“翻倍”先转出去的币不会退回',
    impersonation: '在这里付的钱，未必到页面上的机构手里',
    rug_pull: '这类币可能很快就卖不出去',
    cloud_mining: '这类套餐只收钱，并没有矿机在挖',
    recovery: '这类服务收了费，钱却追不回来',
    extortion: '付过钱的人，往往还会再被索要',
    poisoning: '转到相似地址的币，会落入陌生人手里',
    sanctioned: '与受制裁对象往来，你的币可能被冻结',
    malware: '这里的程序可能盗走你的密码和币',
    unspecified: '在这里付款或签名，可能无法挽回',
  },
  address: '转到所标地址的币无法追回',
  addresses: '转到所标 {n} 个地址的币无法追回',
  proceeded: '在名单上，由你选择打开',
  caution: '{kind}：{feed}提醒留意 {key}，尚待确认。',
  by: '{kind}，由{feed}列入。',
  wait: '付款或签名之前，先等一等。',
  sendNothing: '不要往那里转账。网页本身不在名单上。',
  also: '本页标出了 1 个名单上的钱包地址。',
  alsoMany: '本页标出了 {n} 个名单上的钱包地址。',
  and: '、',
  leave: '离开此页',
  show: '看看在哪里',
  fold: '收起',
  unfold: '重新展开提示',
};

const zhTW: GuardWords = {
  name: '白澤',
  care: '請留意',
  kinds: {
    pyramid: '多層次傳銷吸金',
    ponzi_yield: '高息吸金盤',
    fake_platform: '假交易平台',
    pig_butchering: '假交友投資詐騙',
    fake_wallet: '假錢包或假應用程式',
    phishing: '仿冒網站竊取帳號',
    drainer: '惡意授權盜幣',
    giveaway: '送幣騙局',
    impersonation: '冒充機構',
    rug_pull: '空氣幣捲款跑路',
    cloud_mining: '假雲端挖礦',
    recovery: '「代為追討」騙局',
    extortion: '恐嚇勒索',
    poisoning: '相似地址陷阱',
    sanctioned: '受制裁地址',
    malware: '惡意軟體',
    unspecified: '未註明類型',
  },
  harm: {
    pyramid: '這類組織裡，晚加入的人拿不回本金',
    ponzi_yield: '這類高息一停，連本金也領不回來',
    fake_platform: '儲值到這類平台的錢，往往無法提領',
    pig_butchering: '經網友介紹來投資的人，錢多半拿不回來',
    fake_wallet: '這類錢包會把你的幣交到陌生人手上',
    phishing: '這類網頁會拿走你輸入的密碼和助記詞',
    drainer: '在這類網站簽一次名，錢包就可能被清空',
    giveaway: '為了「翻倍」先轉出去的幣不會退還',
    impersonation: '在這裡付的錢，未必到網頁上的機構手中',
    rug_pull: '這類幣可能很快就賣不掉',
    cloud_mining: '這類方案只收錢，並沒有礦機在挖',
    recovery: '這類服務收了費，錢卻追不回來',
    extortion: '付過錢的人，往往會再被勒索',
    poisoning: '轉到相似地址的幣，會落入陌生人手中',
    sanctioned: '與受制裁對象往來，你的幣可能遭凍結',
    malware: '這裡的程式可能竊取你的密碼和幣',
    unspecified: '在這裡付款或簽名，可能無法挽回',
  },
  address: '轉到所標地址的幣無法追回',
  addresses: '轉到所標 {n} 個地址的幣無法追回',
  proceeded: '在清單上，由你選擇開啟',
  caution: '{kind}：{feed}提醒留意 {key}，尚待確認。',
  by: '{kind}，由{feed}列入。',
  wait: '付款或簽名之前，先等一等。',
  sendNothing: '請勿轉帳到那裡。網頁本身不在清單上。',
  also: '本頁標出了 1 個清單上的錢包地址。',
  alsoMany: '本頁標出了 {n} 個清單上的錢包地址。',
  and: '、',
  leave: '離開此頁',
  show: '看看在哪裡',
  fold: '收起',
  unfold: '重新展開提示',
};

export const guardWords: Readonly<Record<Language, GuardWords>> = { en, 'zh-CN': zhCN, 'zh-TW': zhTW };
