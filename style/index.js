import './katex.css';
import './base.css';
import './lenses.css';
import './heatmap.css';
import './plots.css';
import './training.css';
import './inspector.css';
import './contrast.css';
