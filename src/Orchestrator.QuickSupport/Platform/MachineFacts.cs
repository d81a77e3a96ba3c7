using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Orchestrator.QuickSupport.Platform;

/// <summary>What this program says about the computer and about itself: claims, named as such in the records.</summary>
internal static class MachineFacts
{
    /// <summary>The computer's name.</summary>
    public static string Device => Environment.MachineName;

    /// <summary>As the platform names itself.</summary>
    public static string OperatingSystem => $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.OSArchitecture})";

    /// <summary>The account in which the operator sits.</summary>
    public static string Account => Environment.UserDomainName is { Length: > 0 } domain && System.OperatingSystem.IsWindows()
        ? $"{domain}\\{Environment.UserName}"
        : Environment.UserName;

    /// <summary>major.minor.patch.</summary>
    public static string Version => typeof(MachineFacts).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>SHA-256 of the running executable; empty bytes when it can't be read.</summary>
    public static async Task<byte[]> HashExecutableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(ExecutablePath(), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan | FileOptions.Asynchronous);
            return await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new byte[SHA256.HashSizeInBytes];
        }
    }

    /// <summary>Under the dotnet host the program is its entry assembly.</summary>
    private static string ExecutablePath()
    {
        var process = Environment.ProcessPath ?? "";
        var entry = Assembly.GetEntryAssembly()?.GetName().Name;
        var assembly = Path.Combine(AppContext.BaseDirectory, $"{entry}.dll");
        return Path.GetFileNameWithoutExtension(process) == "dotnet" && File.Exists(assembly) ? assembly : process;
    }
}
