using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Receipts;

/// <summary>
/// A technician's ask as it lies beside the log: signed content, signature and public key, base64, with dots between. The content is
/// lp(th6) ‖ lp(fields of the ask), as docs/protocol.md has it.
/// </summary>
internal sealed class SignedAskText
{
    private const int Parts = 3;
    private const string Context = "ask";

    private readonly byte[] _content;
    private readonly byte[] _signature;

    private SignedAskText(byte[] content, byte[] signature, RsaPublic key)
    {
        _content = content;
        _signature = signature;
        Key = key;
    }

    /// <summary>The key that it claims to be signed with.</summary>
    public RsaPublic Key { get; }

    /// <summary>True when that key signed it.</summary>
    public bool IsSigned => Key.Verify(Context, _content, _signature);

    /// <summary>The hash by which records and receipts name it.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Takes it apart.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out SignedAskText? ask)
    {
        ask = null;
        var parts = text.Split('.');
        if (parts.Length != Parts)
            return false;
        if (StrictBase64.TryRead(parts[0]) is { } content && StrictBase64.TryRead(parts[1]) is { } signature && StrictBase64.TryRead(parts[2]) is { } spki
            && RsaPublic.TryImport(spki, out var key, out _))
        {
            ask = new SignedAskText(content, signature, key);
        }

        return ask is not null;
    }

    /// <summary>What was signed; null when it isn't laid out as an ask is.</summary>
    public (string Transcript, Capability Capability, int Minutes, string Reason, FileOffer? File)? Content()
    {
        var outer = new StrictReader(_content);
        var transcript = outer.Bytes(Hash384.Size);
        var body = new StrictReader(outer.Bytes(_content.Length));
        if (!outer.Finish())
            return null;
        body.UInt32();
        var (capability, minutes, reason) = ((Capability)body.Byte(), body.UInt16(), Text(ref body));
        var file = body.Byte() == 1 ? File(ref body) : null;
        return body.Finish() ? (Convert.ToHexStringLower(transcript), capability, minutes, reason, file) : null;
    }

    private static FileOffer File(ref StrictReader body)
    {
        var name = Text(ref body);
        return body.Byte() == 1
            ? new FileOffer(name, body.Int64(), Convert.ToHexStringLower(body.Fixed(SHA256.HashSizeInBytes)))
            : new FileOffer(name, -1, "");
    }

    private static string Text(ref StrictReader body) => Encoding.UTF8.GetString(body.Fixed(body.UInt16()));
}
