using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.SiteFiles;

/// <summary>Finds, checks and reads the site file.</summary>
public static class SiteFileLoader
{
    private const int MaxBytes = 64 << 10;

    /// <summary>Where the customer's IT puts it.</summary>
    public static string DefaultPath => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Orchestrator", "site.yaml")
        : "/etc/orchestrator/site.yaml";

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mustExist">True when somebody named the file: then its absence is a failure.</param>
    /// <exception cref="SiteFileException">It can't be honoured.</exception>
    public static SiteFile Load(string path, bool mustExist)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            return mustExist
                ? throw new SiteFileException($"The site file {path} isn't there. Check the path, or leave it away.")
                : SiteFile.None;
        }

        if (SiteFileGuard.Flaw(path) is { } flaw)
            throw new SiteFileException($"The site file {path} isn't honoured: {flaw}. The IT department must own it and its folder, and nobody else may write there.");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaxBytes)
                throw new SiteFileException($"The site file {path} is larger than {MaxBytes / 1024} KiB. Shorten it.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Parse(bytes, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SiteFileException($"The site file {path} can't be read. Check that every user of this computer may read it.");
        }
    }

    /// <summary>The same from bytes.</summary>
    public static SiteFile Parse(ReadOnlySpan<byte> bytes, string path)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new SiteFileException($"The site file {path} isn't UTF-8 text. Save it as UTF-8.");
        }

        return SiteFileReader.Read(text, path) with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }
}
