import './katex.css';
import './base.css';
