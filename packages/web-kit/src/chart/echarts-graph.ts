import { GraphChart } from 'echarts/charts'
import { use } from 'echarts/core'

// Networks are on few pages, so they come apart from the other charts.
use([GraphChart])
