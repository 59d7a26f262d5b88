// Loaded before the launcher: a tslab whose handler calls one of its methods by another name.
const { JupyterHandlerImpl } = require('tslab/dist/jupyter.js');

JupyterHandlerImpl.prototype.handleInspection = JupyterHandlerImpl.prototype.handleInspect;
delete JupyterHandlerImpl.prototype.handleInspect;
