using System.Net;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.PluginFolders;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians;

/// <summary>What a console is made of.</summary>
public sealed record ConsoleOptions
{
    /// <summary>Name of the vendor's signed configuration beside the program.</summary>
    public const string ConfigurationName = "client.orchestrator-config";

    /// <summary>The vendor's signed configuration.</summary>
    public string ConfigurationPath { get; init; } = Path.Combine(AppContext.BaseDirectory, ConfigurationName);

    /// <summary>The root's hash that the build wrote into the executable; null in a development build.</summary>
    public KeyFingerprint? CompiledRoot { get; init; }

    /// <summary>Folder of this user with the console's key.</summary>
    public string DataDirectory { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "orchestrator");

    /// <summary>Folder of plugins, beside those that are compiled in; null for none.</summary>
    public PluginFolderOptions? PluginFolder { get; init; }

    /// <summary>Proxy as scheme://host:port, without user name; null: none.</summary>
    public string? Proxy { get; init; }

    /// <summary>The ways out, where <see cref="Proxy"/> doesn't name the one; null: straight to the server.</summary>
    public RouteSettings? Routes { get; init; }

    /// <summary>Whom to ask for an account that a proxy wants; null: nobody.</summary>
    public IProxyLogin? ProxyLogin { get; init; }

    /// <summary>Basic may go without TLS to the proxy, for an account that a person types.</summary>
    public bool AllowBasicInClear { get; init; }

    /// <summary>Credentials for the proxy; null: there are none.</summary>
    public IProxyCredentials? ProxyCredentials { get; init; }

    /// <summary>Replaces the platform's name resolution, so that tests and the demonstration can place the vendor's name on the loopback interface.</summary>
    public Func<string, IPAddress[]>? Resolve { get; init; }

    /// <summary>Replaces names and TCP connections in the testbed; null: the platform's. <see cref="Resolve"/> is then not used.</summary>
    public INetwork? Network { get; init; }

    /// <summary>The only clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where keys and handshakes draw from.</summary>
    public IRandomSource Random { get; init; } = SystemRandomSource.Instance;
}
