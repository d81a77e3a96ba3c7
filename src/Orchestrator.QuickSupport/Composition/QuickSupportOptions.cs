using System.Net;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.PluginHosting;
using Orchestrator.QuickSupport.Face;
using Orchestrator.SiteFiles;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>What one run of QuickSupport is composed from. The shipped program and the testbed differ in nothing else.</summary>
public sealed record QuickSupportOptions
{
    /// <summary>Name of the shipped composition; any other is named in each record.</summary>
    public const string Shipped = "shipped";

    /// <summary>The operator's face.</summary>
    public required IQuickSupportFace Face { get; init; }

    /// <summary>The vendor's signed configuration.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Folder of all runs' evidence logs.</summary>
    public required string LogRoot { get; init; }

    /// <summary>SHA-256 of the root's key as the build wrote it into the executable; null in a development build.</summary>
    public KeyFingerprint? CompiledRoot { get; init; }

    /// <summary>The customer's site file; ignored when it isn't there.</summary>
    public string? SiteFilePath { get; init; }

    /// <summary>A site file that a composition has read itself, in place of <see cref="SiteFilePath"/>; null: none. The shipped program never has one.</summary>
    public SiteFile? Site { get; init; }

    /// <summary>Folder for files that come and go, beside those that the site file names; made when it isn't there.</summary>
    public required string FilesFolder { get; init; }

    /// <summary>Screen, input and clipboard; null where this system has none yet.</summary>
    public CompiledInPlugin? Capture { get; init; }

    /// <summary>The capture plugin's settings, JSON; empty for its defaults.</summary>
    public ReadOnlyMemory<byte> CaptureSettings { get; init; }

    /// <summary>Where plugins come from beside those that are compiled in; the shipped program has no such place. Of one id the highest version serves.</summary>
    public IReadOnlyList<IPluginSource> PluginSources { get; init; } = [];

    /// <summary>Holds the settings of plugins that have a schema against it; null: none of them has one.</summary>
    public ISettingsCheck? PluginSettings { get; init; }

    /// <summary>Told what happens to plugins, from any thread; must not block and must not throw. Null for nobody.</summary>
    public Action<PluginEvent>? PluginHappened { get; init; }

    /// <summary>Names this composition: <see cref="Shipped"/>, or for example "testbed scripted operator".</summary>
    public string Composition { get; init; } = Shipped;

    /// <summary>Proxy of this composition, scheme://host:port, where the site file names none; null: none.</summary>
    public string? Proxy { get; init; }

    /// <summary>True: where nobody names a proxy, this computer's settings count. The shipped program looks at them; a composition of tests goes straight.</summary>
    public bool UseSystemSettings { get; init; }

    /// <summary>Credentials for the proxy; null: there are none.</summary>
    public IProxyCredentials? ProxyCredentials { get; init; }

    /// <summary>Replaces name resolution in tests and the testbed; guard and certificate checks still see the name.</summary>
    public Func<string, IPAddress[]>? Resolve { get; init; }

    /// <summary>Replaces names and TCP connections in the testbed; null: the platform's. <see cref="Resolve"/> is then not used.</summary>
    public INetwork? Network { get; init; }

    /// <summary>The only clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where secrets are drawn from.</summary>
    public IRandomSource Random { get; init; } = SystemRandomSource.Instance;

    /// <summary>Diagnostics; null writes none (the terminal belongs to the face).</summary>
    public ILoggerFactory? Logging { get; init; }
}
