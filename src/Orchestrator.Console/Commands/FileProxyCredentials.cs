using Orchestrator.Abstractions;

namespace Orchestrator.Technicians.Commands;

/// <summary>The proxy's user name and password, from the first two lines of a file.</summary>
internal sealed class FileProxyCredentials : IProxyCredentials
{
    private readonly ProxyCredential _credential;

    private FileProxyCredentials(ProxyCredential credential, bool allowBasicInClear) => (_credential, AllowBasicInClear) = (credential, allowBasicInClear);

    public bool AllowBasicInClear { get; }

    /// <exception cref="ConsoleException">The file can't be read or hasn't two lines.</exception>
    public static FileProxyCredentials Read(string path, bool allowBasicInClear)
    {
        try
        {
            return File.ReadLines(path).Take(2).ToArray() is [{ Length: > 0 } user, var password]
                ? new FileProxyCredentials(new ProxyCredential(user, password), allowBasicInClear)
                : throw new IOException("it needs a user name in its first line and a password in its second.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConsoleException("PROXY_CREDENTIALS", ExitCode.Configuration, $"The proxy's credentials {path} can't be used: {e.Message}", e);
        }
    }

    public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) => new(_credential);
}
