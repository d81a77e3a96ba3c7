using System.Net;

namespace Orchestrator.Testbed.Servers;

/// <summary>What one real server shall be. Options are values; <see cref="Plan"/> turns them into files and a command line, and starts nothing.</summary>
public abstract record ServerOptions
{
    /// <summary>Address that it listens on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port that it listens on; a server runs as an ordinary user, so not below 1024 unless the place allows it.</summary>
    public required int Port { get; init; }

    /// <summary>Address and port as configuration files want them.</summary>
    protected string Endpoint => new IPEndPoint(Address, Port).ToString();

    /// <summary>Files and command line.</summary>
    /// <param name="folder">Absolute path of the server's own folder: everything that it reads and writes is there.</param>
    public abstract ServerPlan Plan(string folder);
}

/// <summary>Somebody whom a server knows. Made up, for tests.</summary>
/// <param name="User">Name.</param>
/// <param name="Password">Password.</param>
public sealed record ServerAccount(string User, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => User;
}

/// <summary>A certificate with its key, as PEM.</summary>
/// <param name="Chain">The server's own first.</param>
/// <param name="Key">PKCS #8.</param>
public sealed record ServerCertificate(string Chain, string Key)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(ServerCertificate);
}
