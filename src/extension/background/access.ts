/** The browser's door for the sites that the extension may look at. */
export interface AccessDoor {
  /** @param pattern a match pattern. @throws when the browser does not know such patterns */
  isGranted(pattern: string): Promise<boolean>;
}

/**
 * Which sites the browser lets the extension look at. A person can withhold all of them, or one, at any time: Chromium
 * has "on click" and "on specific sites", Firefox asks at the installation and lists sites in its add-ons manager.
 *
 * Without access there is no guard in the page, a redirect of the gate is taken and has no effect, and a request of our
 * own needs the leave of who answers it. A rule that blocks holds all the same, and the tab's address is still told.
 */
export class Access {
  private readonly door: AccessDoor;
  private whole = true;

  constructor(door: AccessDoor) {
    this.door = door;
  }

  /** Asks the browser anew. To be called at every start, and whenever it says that something changed. */
  async look(): Promise<void> {
    this.whole = await this.door.isGranted('<all_urls>');
  }

  /** Whether no site is withheld, as of the last look. */
  get isWhole(): boolean {
    return this.whole;
  }

  /** Whether the extension may look at a web page. */
  async covers(url: string): Promise<boolean> {
    if (this.whole) return true;
    const { origin, protocol, hostname } = new URL(url);
    // Chromium grants a site with its port; Firefox knows no ports in patterns.
    const anyPort = () => this.door.isGranted(`${protocol}//${hostname}/*`);
    return this.door.isGranted(`${origin}/*`).catch(anyPort);
  }
}
