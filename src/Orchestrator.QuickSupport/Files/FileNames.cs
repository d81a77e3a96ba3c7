using System.Globalization;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Text;

namespace Orchestrator.QuickSupport.Files;

/// <summary>
/// Which names may become paths here. Strict on every system alike: a name that one file system reads differently from another is refused, not repaired.
/// </summary>
internal static class FileNames
{
    /// <summary>Characters of a path.</summary>
    public const int PathCharacters = Domain.SessionLimits.FileNameCharacters;

    private static readonly string[] Devices =
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })];

    /// <summary>Why a path can't be used; null when it can. Absolute or relative, parts separated by the system's separator or '/'.</summary>
    public static string? Flaw(string path) => Flaw(path, OperatingSystem.IsWindows());

    internal static string? Flaw(string path, bool isWindows)
    {
        if (!SafeText.IsSafe(path, PathCharacters))
            return path.Length > PathCharacters ? $"it is longer than {PathCharacters} characters" : "it is empty, or has characters that can't be shown";
        if (!isWindows && path.Contains('\\', StringComparison.Ordinal))
            return "it has a backslash";
        var rest = isWindows ? path.Replace('\\', '/') : path;
        if (isWindows && rest.Length > 1 && char.IsAsciiLetter(rest[0]) && rest[1] == ':')
        {
            rest = rest[2..];
            if (!rest.StartsWith('/'))
                return "it names a drive without a folder";
        }

        return rest.Split('/').Skip(rest.StartsWith('/') ? 1 : 0).Select(PartFlaw).FirstOrDefault(flaw => flaw is not null);
    }

    private static string? PartFlaw(string part)
    {
        if (AsItIs(part) is { } flaw)
            return flaw;
        if (LeftoverFiles.IsTemporary(part))
            return "names like that are kept for files that are being received";

        // What some systems take for another name: full-width dots and slashes, COM¹, letters that stand apart from their accents.
        var plain = Nfkc.Normalise(part);
        if (plain.IndexOfAny(['/', '\\']) >= 0 || AsItIs(plain) is not null)
            return "it has characters that stand for others";
        return HasAccentApart(part) ? "it has a letter and its accent as two characters" : null;
    }

    private static string? AsItIs(string part)
    {
        if (part.Length == 0)
            return "it has an empty part";
        if (part is "." or "..")
            return "it leads out of its folder (“..”)";
        if (part[0] == '~' || char.IsWhiteSpace(part[0]) || part[^1] == '.' || char.IsWhiteSpace(part[^1]))
            return "a part of it begins with “~” or a blank, or ends with a dot or a blank";
        if (part.IndexOfAny(['<', '>', ':', '"', '|', '?', '*']) >= 0)
            return "it has one of the characters < > : \" | ? *";
        var stem = part.Split('.')[0].TrimEnd();
        return Devices.Contains(stem, StringComparer.OrdinalIgnoreCase) ? "it is the name of a device" : null;
    }

    /// <summary>True when a mark and the letter before it are one character elsewhere: two names that look alike would be two files here and one there.</summary>
    private static bool HasAccentApart(string part) => Enumerable.Range(1, part.Length - 1).Any(at =>
        CharUnicodeInfo.GetUnicodeCategory(part, at) is UnicodeCategory.NonSpacingMark
        && !char.IsSurrogate(part[at - 1])
        && Nfkc.Normalise(part.Substring(at - 1, 2)).Length == 1);
}
