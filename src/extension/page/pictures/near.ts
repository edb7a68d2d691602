/** Words that stand near a code to pay by, in tags and in text. */
const payment =
  /(?<![a-z\d])qr|qr-?code|wallet|deposit|payment|pay to|address|crypto|\b(?:btc|eth|usdt|usdc|trx|sol|ton|xrp)\b|bitcoin|钱包|錢包|充[值币幣]|收款|付款|支付|扫码|掃碼|二[维維]码|二維碼|地址/i;

const ancestors = 3;
const texts = 20;
const textLength = 200;

/**
 * Whether a picture is near words of payment: in the attributes of it and of three elements around it, or in the twenty
 * texts before and after it. It decides only whether it is worth to look at the screen.
 */
export function isNearPayment(element: Element): boolean {
  let around: Element | null = element;
  for (let i = 0; i <= ancestors && around !== null; i += 1) {
    if (
      Array.from(around.attributes, ({ value }) => value.slice(0, textLength)).some((value) =>
        payment.test(value),
      )
    )
      return true;
    around = around.parentElement;
  }
  return isInTexts(element, 'nextNode') || isInTexts(element, 'previousNode');
}

function isInTexts(element: Element, move: 'nextNode' | 'previousNode'): boolean {
  const walker = document.createTreeWalker(element.getRootNode(), NodeFilter.SHOW_TEXT);
  walker.currentNode = element;
  for (let i = 0; i < texts; i += 1) {
    const text = walker[move]() as Text | null;
    if (text === null) return false;
    if (payment.test(text.data.slice(0, textLength))) return true;
  }
  return false;
}
