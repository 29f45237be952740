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

/** 75.4 → 1 分 15 秒 */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${seconds < 10 ? seconds.toFixed(1) : whole} 秒`
  return whole < 3600
    ? `${Math.floor(whole / 60)} 分 ${whole % 60} 秒`
    : `${Math.floor(whole / 3600)} 时 ${Math.floor((whole % 3600) / 60)} 分`
}
