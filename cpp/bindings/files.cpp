// Reading and writing model files.

#include "engine.h"

namespace rnn::bindings {

using emscripten::val;

Uint8Array Engine::save(const StringList& tokens, const std::string& meta, const Evaluations& history) const {
  ModelSettings settings = settings_;
  return use([&](const auto& trainer) {
    settings.training = trainer.settings();
    const ModelFile model{settings,
                          emscripten::vecFromJSArray<std::string>(tokens),
                          meta,
                          trainer.training(),
                          trainer.heldOut(),
                          recordsOf(history),
                          checkpointOf(trainer)};
    const std::vector<std::byte> file = writeModel(model);
    return copied<Uint8Array>(reinterpret_cast<const std::uint8_t*>(file.data()), file.size());
  });
}

std::unique_ptr<LoadedModel> readModelFile(const Uint8Array& bytes) {
  const auto file = numbersOf<std::uint8_t>(bytes);
  return std::make_unique<LoadedModel>(readModel(std::as_bytes(std::span(file))));
}

std::string LoadedModel::errorCode() const {
  const FileError* error = std::get_if<FileError>(&content_);
  return error ? std::string(error->name()) : "";
}

std::string LoadedModel::subject() const {
  return std::get_if<FileError>(&content_)->subject;
}

std::string LoadedModel::message() const {
  return std::get_if<FileError>(&content_)->message();
}

std::string LoadedModel::settings() const {
  return settingsText(file().settings);
}

int LoadedModel::vocabularySize() const {
  return static_cast<int>(file().settings.shape.vocabularySize);
}

StringList LoadedModel::tokens() const {
  return StringList(val::array(file().tokens));
}

std::string LoadedModel::meta() const {
  return file().meta;
}

PackedSequences LoadedModel::training() const {
  return packed(file().training);
}

PackedSequences LoadedModel::heldOut() const {
  return packed(file().heldOut);
}

Evaluations LoadedModel::history() const {
  return columnsOf(file().history);
}

std::unique_ptr<Engine> LoadedModel::engine() const {
  const ModelFile& model = file();
  if (model.settings.precision == Precision::Float64) {
    return std::make_unique<Engine>(model.settings, resume<double>(model));
  }
  return std::make_unique<Engine>(model.settings, resume<float>(model));
}

}  // namespace rnn::bindings
