using Orchestrator.SiteFiles;

namespace Orchestrator.QuickSupport.Host;

/// <summary>Where things lie when the command line doesn't say.</summary>
internal static class ProgramPaths
{
    private const string Folder = "Orchestrator";

    /// <summary>Beside the executable.</summary>
    public static string Configuration => Path.Combine(AppContext.BaseDirectory, "client.orchestrator-config");

    /// <summary>Written by the customer's IT.</summary>
    public static string SiteFile => SiteFileLoader.DefaultPath;

    /// <summary>Of this user; stays when everything else is gone.</summary>
    public static string Logs => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), Folder, "logs");

    /// <summary>Files come and go here unless the site file names other folders.</summary>
    public static string Files
    {
        get
        {
            var documents = Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments);
            return Path.Combine(documents.Length > 0 ? documents : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), Folder);
        }
    }
}
