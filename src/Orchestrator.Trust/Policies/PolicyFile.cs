using System.Security.Cryptography;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Policies;

/// <summary>The vendor's policy as a file: YAML in the frame of a signed text, signed by the root. What the YAML means is the broker's to read.</summary>
public static class PolicyFile
{
    /// <summary>Bytes of the YAML: some hundred rules.</summary>
    public const int MaxTextBytes = 256 * 1024;

    /// <summary>Bytes of the file: its frame with a signature of the largest key has less than 2 KiB.</summary>
    public const int MaxFileBytes = MaxTextBytes + 4096;

    private const string Context = "policy";

    private static readonly SignedFrame Frame = new("orchestrator-policy/1");

    /// <summary>The file's bytes. Whoever signs has read the text before.</summary>
    /// <exception cref="TrustException">The text is too long.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> text, IPssSigner root)
    {
        ArgumentNullException.ThrowIfNull(root);
        RequireSize(text.Length, MaxTextBytes);
        return Frame.Join(text, root.Sign(Context, text));
    }

    /// <summary>The text in these bytes if the root signed it.</summary>
    /// <exception cref="TrustException">Another format, damaged, or not signed by this root.</exception>
    public static SignedPolicy Open(ReadOnlyMemory<byte> file, RsaPublic root)
    {
        ArgumentNullException.ThrowIfNull(root);
        RequireSize(file.Length, MaxFileBytes);
        if (Frame.TrySplit(file) is not var (text, signature))
            throw new TrustException(TrustFault.Malformed, "It isn't a signed policy: it doesn't begin and end as one. `policy sign` makes one from the YAML.");
        RequireSize(text.Length, MaxTextBytes);
        return root.Verify(Context, text.Span, signature)
            ? new SignedPolicy(text, Convert.ToHexStringLower(SHA256.HashData(text.Span)))
            : throw new TrustException(TrustFault.BadSignature, "It wasn't signed by this vendor's root, or was changed afterwards. Sign the YAML again with `policy sign`.");
    }

    private static void RequireSize(int length, int atMost)
    {
        if (length > atMost)
            throw new TrustException(TrustFault.WrongLength, $"It has {length} bytes; a policy has at most {atMost}.");
    }
}

/// <summary>A policy whose signature was verified.</summary>
/// <param name="Text">The YAML, exactly as it was signed.</param>
/// <param name="Sha256">Of it, lower-case hex: the policy's name in tickets and records.</param>
public sealed record SignedPolicy(ReadOnlyMemory<byte> Text, string Sha256);
