using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.TestSupport.Servers;

/// <summary>Folder of one real server. Where tests run as root, the server runs as <c>nobody</c>, because some refuse root; the folder is that user's.</summary>
public sealed class ServerFolder : IDisposable
{
    private const string User = "nobody";

    /// <summary>Makes one.</summary>
    /// <param name="prefix">Begin of its name; short, because paths of sockets are.</param>
    public ServerFolder(string prefix) => Root = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>Path of something in it.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Puts a certificate and its key there, as <c>NAME.pem</c> and <c>NAME.key</c>; the key for the owner alone.</summary>
    public void Write(string name, X509Certificate2 certificate)
    {
        File.WriteAllText(this[$"{name}.pem"], certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        WritePrivate($"{name}.key", key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Writes a file for the owner alone; returns its path.</summary>
    public string WritePrivate(string name, string text)
    {
        var path = this[name];
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>Gives what lies there to the server's user.</summary>
    public Task HandOverAsync() => Environment.IsPrivilegedProcess ? ExternalProcess.RunAsync("chown", ["-R", User, Root]) : Task.CompletedTask;

    /// <summary>A command line as the server's user.</summary>
    public static (string Program, string[] Arguments) AsUser(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? ("setpriv", ["--reuid", User, "--regid", "nogroup", "--clear-groups", program, .. arguments])
        : (program, arguments);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
