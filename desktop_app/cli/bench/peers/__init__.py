"""The engines that ``bench search`` stands beside, one module each; those not installed are left out."""
