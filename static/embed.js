// Tells the page around a frame how high its content is. The page may use it or not.
if (parent !== window) {
  const tell = () => {
    const campaignHeight = Math.ceil(document.querySelector("main").getBoundingClientRect().height);
    parent.postMessage({ campaignHeight }, "*");
  };
  new ResizeObserver(tell).observe(document.querySelector("main"));
}
