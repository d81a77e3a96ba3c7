using Orchestrator.Domain;
using Orchestrator.QuickSupport.Platform;
using Orchestrator.SiteFiles;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>What a run goes by: the vendor's signed configuration and the customer's site file, both checked.</summary>
/// <param name="Configuration">Signed by the pinned root.</param>
/// <param name="Site">Honoured only if the running user couldn't have written it.</param>
internal sealed record RunTrust(ClientConfiguration Configuration, SiteFile Site)
{
    /// <summary>The vendor's policy as the site tightened it.</summary>
    public SessionPolicy Policy => Site.Tighten(Configuration.Policy);

    /// <summary>How the outer certificate is judged: the site has the last word on inspection, and none on pins.</summary>
    public OuterTlsPolicy OuterTls => Configuration.OuterTls with { Interception = Site.TlsInterception ?? Configuration.OuterTls.Interception };

    /// <summary>Loads both.</summary>
    /// <exception cref="QuickSupportException">One of them doesn't count.</exception>
    public static RunTrust Load(QuickSupportOptions options)
    {
        try
        {
            var configuration = ConfigurationLoader.Load(options.ConfigurationPath, options.CompiledRoot).For(Version.Parse(MachineFacts.Version));
            var site = options.Site ?? (options.SiteFilePath is { } path
                ? SiteFileLoader.Load(path, mustExist: path != SiteFileLoader.DefaultPath)
                : SiteFile.None);
            return new RunTrust(configuration, site);
        }
        catch (ConfigurationException e)
        {
            throw new QuickSupportException(ExitCode.Configuration, e.Message, e);
        }
        catch (SiteFileException e)
        {
            throw new QuickSupportException(ExitCode.SiteFile, e.Message, e);
        }
    }
}
