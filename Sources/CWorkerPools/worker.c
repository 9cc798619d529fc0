#include "CWorkerPools.h"
