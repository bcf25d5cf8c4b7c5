from __future__ import annotations

import pytest
import torch
from safetensors.torch import load_file

from assistant.encoder.bert import WIDTH, from_bert
from assistant.encoder.files import encoder_folder
from assistant.reader.network import Network

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def network() -> Network:
    weights = load_file(encoder_folder() / "model.safetensors")
    network = Network(len(weights["embeddings.word_embeddings.weight"]))
    missing, unexpected = network.load_state_dict(from_bert(weights), strict=False)
    assert set(missing) == {"heads.weight", "heads.bias", "answers.weight", "answers.bias"}
    assert not unexpected
    return network.eval()


def inputs() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    tokens = torch.tensor(
        [[101, 2129, 2116, 102, 9490, 2020, 2701, 102], [101, 2040, 102, 9490, 102, 0, 0, 0]]
    )
    segments = torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 0, 0, 0]])
    return tokens, segments, tokens > 0


def test_the_encoder_is_that_of_the_library(network: Network) -> None:
    from transformers import BertModel

    library = BertModel.from_pretrained(str(encoder_folder()), add_pooling_layer=False)
    library.train(False)
    tokens, segments, real = inputs()
    hidden: list[torch.Tensor] = []
    handle = network.layers[-1].register_forward_hook(lambda *call: hidden.append(call[2]))
    with torch.inference_mode():
        network(tokens, segments, real)
        theirs = library(
            input_ids=tokens, attention_mask=real.long(), token_type_ids=segments
        ).last_hidden_state
    handle.remove()
    assert hidden[0].shape == (2, 8, WIDTH)
    assert torch.allclose(hidden[0][real], theirs[real], atol=1e-4)


def test_padding_changes_nothing(network: Network) -> None:
    tokens, segments, real = inputs()
    with torch.inference_mode():
        padded = network(tokens, segments, real)
        alone = network(tokens[1:, :5], segments[1:, :5], real[1:, :5])
    assert torch.allclose(padded.evidence[1, :5], alone.evidence[0], atol=1e-4)
    assert torch.allclose(padded.answers[1], alone.answers[0], atol=1e-4)
