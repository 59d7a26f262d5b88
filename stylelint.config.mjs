export default {
  extends: 'stylelint-config-standard',
  ignoreFiles: ['style/katex.css'],
  rules: {
    // JupyterLab's classes begin with jp-, lm- or mod; KaTeX's and ours with katex and sg.
    'selector-class-pattern': [
      '^[a-z][a-zA-Z0-9]*(-+[a-zA-Z0-9]+)*$',
      { message: 'A class is words joined by hyphens: sg-stepper, jp-mod-active.' }
    ],
    // A component's rules stand together: a general selector may follow a specific one of another component.
    'no-descending-specificity': null
  }
};
