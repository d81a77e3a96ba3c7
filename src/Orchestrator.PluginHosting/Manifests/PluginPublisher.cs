using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginHosting;

/// <summary>Who made a plugin, as its signature proves.</summary>
/// <param name="Name">As the trust file names him.</param>
/// <param name="Key">Fingerprint of the key that signed.</param>
public sealed record PluginPublisher(string Name, KeyFingerprint Key)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name} ({ShortFingerprint.Of(Key.Hex)})";
}
