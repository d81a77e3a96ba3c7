using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>What one end brings to one handshake.</summary>
/// <param name="Context">What both ends must agree on. A responder checks the ticket behind it before it makes its machine.</param>
/// <param name="Key">The own RSA key; stays the caller's.</param>
/// <param name="Identity">What is shown for it: the bare SubjectPublicKeyInfo, or certificate bytes.</param>
/// <param name="Peer">Judges what the peer shows.</param>
/// <param name="Random">Where ephemeral keys, nonces and contributions come from.</param>
public sealed record HandshakeSettings(
    HandshakeContext Context, RsaIdentity Key, ReadOnlyMemory<byte> Identity, IPeerVerifier Peer, IRandomSource Random);
