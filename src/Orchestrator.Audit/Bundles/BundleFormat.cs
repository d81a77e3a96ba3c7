using System.Globalization;
using System.Text;
using static Orchestrator.Audit.Bundles.BundleCodes;

namespace Orchestrator.Audit.Bundles;

/// <summary>The container: two lines, the first of which begins with the format's name, the second is its digest.</summary>
internal static class BundleFormat
{
    public const string Name = "orchestrator-evidence/1";

    private const int DigestCharacters = 64;
    private const int NumberDigits = 9;

    private static readonly byte[] Start = Encoding.ASCII.GetBytes("{\"format\":\"orchestrator-evidence/");

    /// <summary>The line of JSON.</summary>
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> file, ContainerChecks checks)
    {
        if (file.Length > BundleLimits.FileBytes)
            throw new BundleFaultException(NotABundle, "", $"The file is larger than {BundleLimits.FileBytes} bytes.");
        var bytes = file.Span;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 || !bytes.StartsWith(Start) || bytes.Count((byte)'\n') != 2 || bytes[^1] != (byte)'\n')
            throw new BundleFaultException(NotABundle, "", "The file isn't an evidence bundle: it should be one line of JSON that begins with its format, and a line with its SHA-256.");
        RequireVersion(bytes[Start.Length..end]);
        var line = file[..end];
        if (checks == ContainerChecks.All && !bytes[(end + 1)..^1].SequenceEqual(BundleWriter.Digest(line.Span)))
            throw new BundleFaultException(Digest, "", "The file isn't the one that was written: its SHA-256 isn't the one that stands at its end. It was damaged, cut or changed.");
        return line;
    }

    private static void RequireVersion(ReadOnlySpan<byte> rest)
    {
        var quote = rest.IndexOf((byte)'"');
        var digits = quote is > 0 and <= NumberDigits ? Encoding.ASCII.GetString(rest[..quote]) : "";
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1 || digits[0] == '0')
            throw new BundleFaultException(NotABundle, "format", "The file isn't an evidence bundle: its format has no number.");
        if (version > 1)
            throw new BundleFaultException(NewerFormat, "format", $"The bundle has format {version}; this program knows format 1. Get the newer program.");
    }
}

/// <summary>Which checks of the container are made. Tests leave them out, so that what is inside must stand for itself.</summary>
internal enum ContainerChecks
{
    /// <summary>Always, outside of tests.</summary>
    All,

    /// <summary>Neither the digest nor that there is one way to write it.</summary>
    None,
}
