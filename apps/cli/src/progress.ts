/** One line on stderr that is written over; silent when stderr is not a terminal. */
export function progressLine(): { show(text: string): void; end(): void } {
  const terminal = process.stderr.isTTY
  return {
    show(text) {
      if (terminal) process.stderr.write(`\r\u001b[2K${text}`)
    },
    end() {
      if (terminal) process.stderr.write('\r\u001b[2K')
    },
  }
}

/** 1234567 → 1,234,567 */
export function count(n: number | bigint): string {
  return n.toString().replace(/\B(?=(\d{3})+$)/g, ',')
}
