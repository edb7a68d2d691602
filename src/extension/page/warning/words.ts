import type { Kind } from '../../../core/entry.ts';
import type { Language } from '../../../core/language.ts';

/** The warning's few words; all other words are in assets/words, too large to be put into pages. */
interface WarningWords {
  /** Who speaks, and how. */
  readonly name: string;
  readonly care: string;
  /** The names of the kinds: a test keeps them equal to assets/words. */
  readonly kinds: Readonly<Record<Kind, string>>;
  /** Per kind, what people lose: a title, true of a site and of an address. */
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
  /** What was kept out of the page, as it comes from a listed site: a script, anything else, of several sites. */
  readonly cutScript: string;
  readonly cut: string;
  readonly cutMany: string;
  /** Where it comes from. */
  readonly cutFrom: string;
  /** What it means: somebody may have changed the page; or no more than it says. */
  readonly cutCare: string;
  readonly cutPage: string;
  readonly and: string;
  readonly leave: string;
  readonly show: string;
  /** Beside it, which place of how many is shown. */
  readonly next: string;
  readonly fold: string;
  readonly unfold: string;
  readonly close: string;
  /** The way to the public page of an entry, and what it tells. */
  readonly more: string;
  readonly moreNote: string;
  /** Titles for a listed address that was copied or pasted, or is in a picture. */
  readonly copied: string;
  readonly pasted: string;
  readonly pictured: string;
  /** As `caution` and `sendNothing`, of one address that is shown beside. */
  readonly cautionIt: string;
  readonly sendItNothing: string;
  /** The clipboard holds another address than was copied. `ago`: "5 seconds ago". */
  readonly swapped: string;
  readonly swappedBody: string;
  readonly youCopied: string;
  readonly youPasted: string;
  /** An address that looks like one that was copied before: on the page, pasted. */
  readonly alikeHere: string;
  readonly alikePasted: string;
  readonly alikeBody: string;
  readonly onThisPage: string;
  readonly copiedBefore: string;
  /** A picture without a code, a code without an address, an address that is not listed. */
  readonly noCode: string;
  readonly noCodeBody: string;
  readonly noAddress: string;
  readonly noAddressBody: string;
  readonly notListed: string;
  readonly notListedBody: string;
}

const en: WarningWords = {
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
    pig_butchering: 'People led to this by an online friend lose what they pay',
    fake_wallet: 'Wallets like this hand your coins to strangers',
    phishing: 'Copies like this take the passwords and recovery words people type',
    drainer: 'One signature for offers like this can empty a wallet',
    giveaway: 'Coins sent first to get more are not sent back',
    impersonation: 'Money paid here may not reach the name that asks for it',
    rug_pull: 'Coins like this can soon no longer be sold',
    cloud_mining: 'Plans like this take your payment and mine nothing',
    recovery: 'Services like this take a fee and bring nothing back',
    extortion: 'People who pay are often asked to pay again',
    poisoning: 'Coins sent to a look-alike address go to a stranger',
    sanctioned: 'Dealing with a sanctioned party can freeze your coins',
    malware: 'Programs like this can take your passwords and coins',
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
  cutScript: 'A script from a listed site was kept out of this page',
  cut: 'Something from a listed site was kept out of this page',
  cutMany: 'Things from {n} listed sites were kept out of this page',
  cutFrom: '{host}: {kind}, listed by {feed}.',
  cutCare: 'Somebody may have tampered with this page: connect no wallet and type no passwords here.',
  cutPage: 'The page itself is not on the list.',
  and: ' · ',
  leave: 'Leave this page',
  show: 'Show me',
  next: 'Next place',
  fold: 'Fold away',
  unfold: 'Show the notice again',
  close: 'Close',
  more: 'More at {feed}',
  moreNote: '(new tab; they learn which entry you look at)',
  copied: 'Coins sent to the address you copied cannot be called back',
  pasted: 'Coins sent to the address you pasted cannot be called back',
  pictured: 'Coins sent to the address in this picture cannot be called back',
  cautionIt: '{kind}: {feed} lists it with caution, not yet confirmed.',
  sendItNothing: 'Do not send anything to it.',
  swapped: 'What was pasted is not the address you copied',
  swappedBody:
    'You copied an address from a page {ago}; the clipboard now holds another. A program on this device may have exchanged it. Compare the two before you pay.',
  youCopied: 'You copied',
  youPasted: 'You pasted',
  alikeHere: 'An address here looks like one you copied before',
  alikePasted: 'The pasted address only looks like one you copied before',
  alikeBody:
    'Start and end are alike, the middle is not. Such addresses are made so that coins go to a stranger. Compare every character before you pay.',
  onThisPage: 'On this page',
  copiedBefore: 'Copied before',
  noCode: 'No code was found in this picture',
  noCodeBody: 'It may be too small, blurred or partly covered.',
  noAddress: 'The code in this picture holds no wallet address',
  noAddressBody: 'It may lead to a page that asks for a payment.',
  notListed: 'The address in this picture is not on the list',
  notListedBody:
    'New addresses are listed only after somebody reports them. Ask the person you pay, by another way, whether it is theirs.',
};

const zhCN: WarningWords = {
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
    phishing: '这类仿冒会拿走人们输入的密码和助记词',
    drainer: '为这类项目签一次名，钱包就可能被转空',
    giveaway: '为了“翻倍”先转出去的币不会退回',
    impersonation: '在这里付的钱，未必到所称的机构手里',
    rug_pull: '这类币可能很快就卖不出去',
    cloud_mining: '这类套餐只收钱，并没有矿机在挖',
    recovery: '这类服务收了费，钱却追不回来',
    extortion: '付过钱的人，往往还会再被索要',
    poisoning: '转到相似地址的币，会落入陌生人手里',
    sanctioned: '与受制裁对象往来，你的币可能被冻结',
    malware: '这类程序可能盗走你的密码和币',
    unspecified: '在这里付款或签名，可能无法挽回',
  },
  address: '转到所标地址的币无法追回',
  addresses: '转到所标 {n} 个地址的币无法追回',
  proceeded: '在名单上，由你选择打开',
  caution: '{kind}：{feed}提醒留意 {key}，尚待确认。',
  by: '{kind}，由{feed}列入。',
  wait: '付款或签名之前，先等一等。',
  sendNothing: '不要往那里转账。网页本身不在名单上。',
  cutScript: '名单上网站的脚本已被挡在本页之外',
  cut: '名单上网站的内容已被挡在本页之外',
  cutMany: '{n} 个名单上网站的内容已被挡在本页外',
  cutFrom: '{host}：{kind}，由{feed}列入。',
  cutCare: '这个网页可能被人动过手脚，请不要在这里连接钱包或输入密码。',
  cutPage: '网页本身不在名单上。',
  also: '本页标出了 1 个名单上的钱包地址。',
  alsoMany: '本页标出了 {n} 个名单上的钱包地址。',
  and: '、',
  leave: '离开此页',
  show: '看看在哪里',
  next: '下一处',
  fold: '收起',
  unfold: '重新展开提示',
  close: '关闭',
  more: '到{feed}的网站看详情',
  moreNote: '（新标签页，对方会知道你在看哪一条）',
  copied: '转到你所复制地址的币无法追回',
  pasted: '转到你所粘贴地址的币无法追回',
  pictured: '转到图中地址的币无法追回',
  cautionIt: '{kind}：{feed}提醒留意，尚待确认。',
  sendItNothing: '不要往这个地址转账。',
  swapped: '粘贴出来的不是你复制的地址',
  swappedBody:
    '{ago}你从网页复制了一个地址，剪贴板里现在却是另一个。可能是这台设备上的其他程序换掉了它。付款前请逐字比对。',
  youCopied: '你复制的',
  youPasted: '粘贴出来的',
  alikeHere: '这里有个地址很像你复制过的那个',
  alikePasted: '粘贴的地址只是很像你复制过的那个',
  alikeBody: '开头和结尾相似，中间不同。有人专门做出这样的地址，让币转到陌生人手里。付款前请逐字比对。',
  onThisPage: '本页上的',
  copiedBefore: '以前复制的',
  noCode: '这张图里没有找到二维码',
  noCodeBody: '可能图太小、模糊，或被挡住了一部分。',
  noAddress: '图中的码里没有钱包地址',
  noAddressBody: '它可能通往一个要求付款的网页。',
  notListed: '图中的地址不在名单上',
  notListedBody: '新地址要有人举报后才会列入名单。请换一种方式，向收款人核实这是不是他的地址。',
};

const zhTW: WarningWords = {
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
    phishing: '這類仿冒會拿走人們輸入的密碼和助記詞',
    drainer: '為這類項目簽一次名，錢包就可能被清空',
    giveaway: '為了「翻倍」先轉出去的幣不會退還',
    impersonation: '在這裡付的錢，未必到所稱的機構手中',
    rug_pull: '這類幣可能很快就賣不掉',
    cloud_mining: '這類方案只收錢，並沒有礦機在挖',
    recovery: '這類服務收了費，錢卻追不回來',
    extortion: '付過錢的人，往往會再被勒索',
    poisoning: '轉到相似地址的幣，會落入陌生人手中',
    sanctioned: '與受制裁對象往來，你的幣可能遭凍結',
    malware: '這類程式可能竊取你的密碼和幣',
    unspecified: '在這裡付款或簽名，可能無法挽回',
  },
  address: '轉到所標地址的幣無法追回',
  addresses: '轉到所標 {n} 個地址的幣無法追回',
  proceeded: '在清單上，由你選擇開啟',
  caution: '{kind}：{feed}提醒留意 {key}，尚待確認。',
  by: '{kind}，由{feed}列入。',
  wait: '付款或簽名之前，先等一等。',
  sendNothing: '請勿轉帳到那裡。網頁本身不在清單上。',
  cutScript: '清單上網站的指令碼已被擋在本頁之外',
  cut: '清單上網站的內容已被擋在本頁之外',
  cutMany: '{n} 個清單上網站的內容已被擋在本頁外',
  cutFrom: '{host}：{kind}，由{feed}列入。',
  cutCare: '這個網頁可能遭人動過手腳，請不要在這裡連接錢包或輸入密碼。',
  cutPage: '網頁本身不在清單上。',
  also: '本頁標出了 1 個清單上的錢包地址。',
  alsoMany: '本頁標出了 {n} 個清單上的錢包地址。',
  and: '、',
  leave: '離開此頁',
  show: '看看在哪裡',
  next: '下一處',
  fold: '收起',
  unfold: '重新展開提示',
  close: '關閉',
  more: '到{feed}的網站看詳情',
  moreNote: '（新分頁，對方會知道你在看哪一項）',
  copied: '轉到你所複製地址的幣無法追回',
  pasted: '轉到你所貼上地址的幣無法追回',
  pictured: '轉到圖中地址的幣無法追回',
  cautionIt: '{kind}：{feed}提醒留意，尚待確認。',
  sendItNothing: '請勿轉帳到這個地址。',
  swapped: '貼上的不是你複製的地址',
  swappedBody:
    '{ago}你從網頁複製了一個地址，剪貼簿裡現在卻是另一個。可能是這台裝置上的其他程式換掉了它。付款前請逐字比對。',
  youCopied: '你複製的',
  youPasted: '你貼上的',
  alikeHere: '這裡有個地址很像你複製過的那個',
  alikePasted: '貼上的地址只是很像你複製過的那個',
  alikeBody: '開頭和結尾相似，中間不同。有人專門做出這樣的地址，讓幣轉到陌生人手中。付款前請逐字比對。',
  onThisPage: '本頁上的',
  copiedBefore: '以前複製的',
  noCode: '這張圖裡沒有找到條碼',
  noCodeBody: '可能圖太小、模糊，或被遮住了一部分。',
  noAddress: '圖中的條碼裡沒有錢包地址',
  noAddressBody: '它可能通往一個要求付款的網頁。',
  notListed: '圖中的地址不在清單上',
  notListedBody: '新地址要有人通報後才會列入清單。請換一種方式，向收款人確認這是不是他的地址。',
};

export const warningWords: Readonly<Record<Language, WarningWords>> = { en, 'zh-CN': zhCN, 'zh-TW': zhTW };
