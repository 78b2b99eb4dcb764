// The market over REST, as any program uses it: within the quota of its account, and again where the market is busy or away.

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The market refused: its problem (RFC 9457). */
class Refused extends Error {
  constructor(problem) {
    super(`${problem.code}: ${problem.detail}${problem.errors ? " " + JSON.stringify(problem.errors) : ""}`);
    this.problem = problem;
  }
}

class Market {
  constructor(url, key) {
    Object.assign(this, { url, key });
  }

  get(path) {
    return this.call("GET", path);
  }

  post(path, body, idempotencyKey) {
    return this.call("POST", path, body, idempotencyKey);
  }

  async call(method, path, body, idempotencyKey) {
    const headers = { Authorization: `Bearer ${this.key}`, "Content-Type": "application/json" };
    if (idempotencyKey) headers["Idempotency-Key"] = idempotencyKey;
    for (;;) {
      let answer, message;
      try {
        answer = await fetch(`${this.url}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
        message = answer.status === 204 ? null : await answer.json();
      } catch {
        await pause(1_000); // away: it comes back
        continue;
      }
      if (answer.ok) return message;
      if (![429, 503].includes(answer.status)) throw new Refused(message);
      if (answer.status === 429) console.log(`quota: ${method} ${path}`);
      await pause(1_000 * Number(answer.headers.get("Retry-After") ?? 1));
    }
  }

  /** Hands over each notice after the cursor, for ever; `lost` is called where some cannot be read any more. */
  async follow(cursor, hear, lost) {
    for (;;) {
      try {
        const page = await this.get(`notices?wait=30&limit=100${cursor ? `&after=${encodeURIComponent(cursor)}` : ""}`);
        page.items.forEach(hear);
        cursor = page.next ?? cursor;
      } catch (refused) {
        console.log(`notices: ${refused.message}`);
        await pause(1_000);
        cursor = (await this.get("notices?limit=1")).next;
        await lost();
      }
    }
  }
}

module.exports = { Market, Refused, pause };
