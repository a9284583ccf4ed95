from ..kernels import KernelTable

kernel = KernelTable(__name__)
