using System.Text;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Witnessing;

/// <summary>
/// What shows a witness that a run's log is from an instrument of its own site: an HMAC under a secret that only the site's instruments and its witness have.
/// The broker passes it on and can't make it.
/// </summary>
public static class WitnessTag
{
    /// <summary>Bytes of the site's secret.</summary>
    public const int SecretBytes = 32;

    /// <summary>Bytes of a tag.</summary>
    public const int Bytes = Hmac384.Size;

    private static readonly byte[] Use = Label.Encode("witness tag");

    /// <summary>HMAC-SHA-384 under the secret over lp(label) ‖ lp(origin) ‖ lp(log key).</summary>
    /// <param name="secret">32 bytes.</param>
    /// <param name="origin">Of the run's log.</param>
    /// <param name="logKey">Of the run's log.</param>
    public static byte[] Of(ReadOnlySpan<byte> secret, string origin, Ed25519Public logKey) =>
        Hmac384.Of(secret, Use, Encoding.UTF8.GetBytes(origin), logKey.Bytes);

    /// <summary>True when the tag belongs to this log; takes the same time for each wrong one.</summary>
    public static bool Verify(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> tag, string origin, Ed25519Public logKey) =>
        Hmac384.Verify(secret, tag, Use, Encoding.UTF8.GetBytes(origin), logKey.Bytes);
}
