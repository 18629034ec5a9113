// Photos are made smaller before they travel: 1.600 px on the long side, a few hundred KB instead of several MB.
// The page says so in words. Anything that cannot be read here (HEIC on most browsers, PDF) goes as it is.
const LONG_SIDE = 1600;
const QUALITY = 0.75;
const WORTH = 600_000; // smaller files go as they are

const words = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1).replace(".", ",").replace(",0", "")} MB`;

const smaller = async (file) => {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // JPEG has no transparency
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
};

for (const form of document.querySelectorAll("form[data-unggah]")) {
  const buttons = form.querySelectorAll("button.button");
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const lines = new Map();
  let busy = 0;
  const work = (more) => {
    busy += more;
    for (const button of buttons) button.disabled = busy > 0;
  };

  for (const input of inputs) {
    const news = document.createElement("p");
    news.className = "hint";
    news.setAttribute("role", "status");
    (input.closest(".field") || input).append(news);
    lines.set(input, news);

    input.addEventListener("change", async (event) => {
      const [file] = input.files;
      if (!event.isTrusted || !file || !/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < WORTH) return;
      work(1);
      news.textContent = "Mengecilkan foto…";
      try {
        const result = await smaller(file);
        if (result !== file) {
          const carrier = new DataTransfer();
          carrier.items.add(result);
          input.files = carrier.files;
          input.dispatchEvent(new Event("change"));
          news.textContent = `${words(file.size)} menjadi ${words(result.size)}`;
        } else news.textContent = "";
      } catch {
        news.textContent = "";
      }
      work(-1);
    });
  }

  form.addEventListener("submit", () => {
    for (const input of inputs.filter((one) => one.files.length)) lines.get(input).textContent = "Mengirim… Jangan tutup halaman ini.";
  });
}
