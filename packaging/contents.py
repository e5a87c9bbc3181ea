"""What goes into the frozen program and what stays out. Data only: the spec, the hooks and tests read it.

Everything left out is either for development (tests, compilers, training), for devices that the
processor's build does not drive, or a part of a library that no code path of the program reaches; the smoke
test runs every path on what is left.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from notices import needed, normalised

ROOT = Path(__file__).resolve().parents[1]

NAME = "ClauseDesk"
COMMAND = "clausedesk"
IDENTIFIER = "org.clausedesk.ClauseDesk"
MIME = "application/x-clausedesk-project"
EXTENSION = "cdesk"

PACKAGES = ("engine", "gui", "cli", "wording")
"""Ours, whole: families, commands and jobs are imported by name."""

HIDDEN = (
    "rapidocr", "gliner", "gliner.model", "sentencepiece", "google.protobuf", "truststore",
    "keyring.backends.SecretService", "keyring.backends.Windows", "keyring.backends.macOS",
    "keyring.backends.kwallet", "keyring.backends.chainer", "keyring.backends.fail",
    "uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.off", "uvicorn.lifespan.on",
    "uvicorn.loops.asyncio",
)  # fmt: skip
"""Imported by name."""

EXCLUDED = (
    # Development; what no requirement of the program leads to is found by :func:`strangers`.
    "training", "benchmarks", "tests", "tkinter", "turtle", "lib2to3", "idlelib", "ensurepip",
    "pydoc_data", "test", "curses", "setuptools", "pkg_resources", "pip",
    # Asked for by libraries that do without: terminal colours, a downloader that is switched off, other
    # runtimes, a picture format.
    "rich", "pygments", "markdown_it", "typer", "shellingham", "hf_xet", "sklearn", "joblib", "pandas",
    "zope", "jax", "flax", "tensorflow", "onnx", "onnxscript", "triton", "torchvision", "torchaudio",
    "accelerate", "peft", "datasets", "PIL._avif", "PIL.AvifImagePlugin",
    "gliner.training", "gliner.serve", "gliner.onnx",
    # Qt beyond core, widgets, pictures and local sockets.
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtQuickControls2",
    "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtUiTools",
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtConcurrent", "PySide6.QtXml",
    "PySide6.QtDBus",
    # Test beds and tools of torch.
    "torch.utils.tensorboard", "torch.utils.benchmark", "torch.utils.bottleneck",
    "torch.utils.hipify", "torch.utils.viz", "torch.distributed.elastic.agent",
    "torch.distributed.benchmarks", "torch._inductor.autoheuristic", "torch._inductor.kernel",
    "torch._inductor.fx_passes.serialized_patterns", "caffe2",
    # Parts of libraries that nothing here asks for.
    "onnxruntime.transformers", "onnxruntime.quantization", "onnxruntime.tools",
    "onnxruntime.backend", "onnxruntime.datasets", "onnxruntime.training",
    "scipy.io", "scipy.signal", "scipy.cluster", "scipy.odr", "scipy.datasets", "scipy.differentiate",
    "numpy.f2py.tests",     "PIL.ImageTk", "PIL.ImageQt", "PIL.ImageShow",
    "rapidocr.inference_engine.tensorrt", "rapidocr.inference_engine.openvino",
    "rapidocr.inference_engine.paddle", "rapidocr.inference_engine.mnn",
)  # fmt: skip

TORCH_TEST_BEDS = (
    "torch.testing._internal.common_dtype", "torch.testing._internal.logging_tensor",
    "torch.testing._internal.distributed.fake_pg", "torch.testing._internal.distributed",
)  # fmt: skip
"""What torch itself imports out of its own test beds; the rest of them stays out."""

TORCH_LIBRARIES_LEFT_OUT = (
    "torchbind_test", "aoti_custom_ops", "backend_with_compiler", "jitbackend_test",
)  # fmt: skip

LANGUAGE_MODELS = (
    "albert", "auto", "bert", "bert_japanese", "bertweet", "big_bird", "bloom", "camembert", "canine",
    "convbert", "data2vec", "deberta", "deberta_v2", "distilbert", "electra", "encoder_decoder",
    "ernie", "esm", "eurobert", "flaubert", "fnet", "funnel", "gemma", "gemma2", "gemma3", "gpt2",
    "gpt_neo", "gpt_neox", "herbert", "ibert", "jina_embeddings_v3", "layoutlm", "lilt", "llama",
    "longformer", "luke", "mbart", "bart", "barthez", "megatron_bert", "mistral", "mluke",
    "mobilebert", "modernbert", "modernbert_decoder", "mpnet", "mra", "mt5", "nezha", "nomic_bert",
    "nystromformer", "openai", "phi", "phi3", "phobert", "qwen2", "qwen3", "reformer", "rembert",
    "roberta", "roberta_prelayernorm", "roc_bert", "roformer", "splinter", "squeezebert", "t5",
    "t5gemma", "umt5", "xlm", "xlm_roberta", "xlm_roberta_xl", "xlnet", "xmod", "yoso",
    "timm_wrapper",
)  # fmt: skip
"""Architectures of transformers that stay: those that read text. A model of another one is refused with
the sentence for an architecture that is not known (``pack_architecture``)."""

QT_PLUGINS = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qminimal", "qwindows", "qcocoa"),
    "imageformats": ("qsvg", "qjpeg", "qico"),
    "iconengines": ("qsvgicon",),
    "platforminputcontexts": ("compose", "ibus", "fcitx"),
    "platformthemes": ("qxdgdesktopportal",),
    "styles": ("",),
    "xcbglintegrations": ("qxcb-glx", "qxcb-egl"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl",),
    "generic": (),
}
"""Qt's plugins by folder, and the parts of their names that stay; folders that are not named go."""

QT_LIBRARIES_LEFT_OUT = (
    "Qt6Qml", "Qt6Quick", "Qt6Designer", "Qt6VirtualKeyboard", "Qt6Pdf", "Qt6OpenGLWidgets",
    "Qt6Test", "Qt6Sql", "Qt6Help", "Qt6ShaderTools", "Qt6Labs", "Qt6EglFS", "Qt6WaylandCompositor",
    "opengl32sw", "d3dcompiler", "cudart",
)  # fmt: skip

QT_LANGUAGES = ("qtbase_en", "qtbase_zh_CN")
"""Qt's own words, for dialogs."""


EXTRAS = ("ocr", "remote", "gliner")
"""The optional parts that the frozen program has."""


def shipped() -> list[str]:
    """The distributions that go along: what pyproject.toml asks for, and what that asks for. Their licences
    and versions go with them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return sorted(
        needed([*project["dependencies"], *(line for name in EXTRAS for line in extras[name])])
    )


def strangers() -> list[str]:
    """The modules of every other distribution of this environment: tools, peers, and what they need. So
    nothing gets in because it happened to be installed."""
    ours = {*shipped(), COMMAND}
    return sorted(
        module
        for module, owners in metadata.packages_distributions().items()
        if module.isidentifier() and not any(normalised(owner) in ours for owner in owners)
    )


def unwanted_plugin(name: str) -> bool:
    """Whether the file ``name`` (its place in the program, with ``/``) is a plugin of Qt that goes."""
    folders = name.replace("\\", "/").split("/")
    if "plugins" not in folders or "PySide6" not in folders:
        return False
    kind = folders[folders.index("plugins") + 1]
    kept = QT_PLUGINS.get(kind, ())
    return not any(part in folders[-1] for part in kept)


def unwanted_file(name: str) -> bool:
    """Whether a collected library or data file goes; ``name`` is its place in the program."""
    place = name.replace("\\", "/")
    last = place.rsplit("/", 1)[-1]
    if unwanted_plugin(place):
        return True
    if "PySide6" in place and "/translations/" in place:
        return not last.startswith(QT_LANGUAGES)
    if last.startswith("opencv_videoio_ffmpeg"):
        return True
    if last.startswith(("libonnxruntime.so", "libonnxruntime.dylib")):
        # The Python module carries the runtime in itself.
        return True
    bare = last.removeprefix("lib")
    return bare.startswith((*QT_LIBRARIES_LEFT_OUT, *TORCH_LIBRARIES_LEFT_OUT))


def without_orphans(files: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The collected libraries, less those that only a file needed which was left out.

    Orphans are looked for among shared libraries beside the program, beside Qt and in the folders that wheels
    put theirs in; what is opened by name at run time (torch's own, pdfium) lies elsewhere.
    """
    from PyInstaller.depend.bindepend import get_imports

    imports = {
        source: {Path(name).name for name, _ in get_imports(source)}
        for _, source, kind in files
        if kind in ("BINARY", "EXTENSION")
    }
    while True:
        wanted = {name for _, source, _ in files for name in imports.get(source, ())}
        kept = [one for one in files if not _is_library(one[0]) or Path(one[0]).name in wanted]
        if len(kept) == len(files):
            return kept
        files = kept


_LIBRARY = re.compile(r"^(?:PySide6/Qt/lib/|[\w.-]+\.libs/)?lib[^/]*\.(?:so[.\d]*|dylib)$")


def _is_library(place: str) -> bool:
    plain = place.replace("\\", "/")
    return bool(_LIBRARY.match(plain)) and not plain.startswith("libpython")


def kept_of_transformers(name: str) -> bool:
    """Whether a module of transformers stays: of architectures that do not read text only their configurations,
    because a list of all of them is asked for now and then."""
    parts = name.split(".")
    if parts[:2] != ["transformers", "models"] or len(parts) < 3 or parts[2] in LANGUAGE_MODELS:
        return not name.startswith(("transformers.cli", "transformers.commands"))
    return len(parts) == 3 or parts[3].startswith("configuration_")


def other_models() -> list[str]:
    """The modules of transformers that stay out."""
    return [name for name in modules("transformers") if not kept_of_transformers(name)]


def modules(package: str, wanted: Callable[[str], bool] = lambda name: True) -> list[str]:
    """Every module of an installed package, by its files alone: nothing is imported for it."""
    from PyInstaller.utils.hooks import get_package_paths

    root = Path(get_package_paths(package)[1])
    found = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if not all(part.isidentifier() for part in parts):
            continue
        own = parts[:-1] if parts[-1] == "__init__" else parts
        name = ".".join((package, *own))
        if wanted(name):
            found.append(name)
    return found


def excluded(name: str) -> bool:
    """Whether a module is one of those left out, or lies below one."""
    return any(name == left or name.startswith(f"{left}.") for left in EXCLUDED)
