using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Host;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Adversary.Programs;

/// <summary>Whatever is put on QuickSupport's command line, by a shortcut, a link in a mail or another program: three paths can be said, and nothing else.</summary>
[Trait("Requirement", "R-QS-7")]
public sealed class CommandLineTests
{
    private const int Session = 77;

    private static readonly string[] Words =
    [
        "--config", "--site", "--log", "--grant", "--allow=control", "--yes", "-y", "--unattended", "--policy", "--no-verify", "--insecure", "--server", "--root", "--pin", "123456",
        "--proxy", "--capture", "--password=x", "/quiet", "/S", "--", "-", "", " ", "orchestrator://connect?session=123456789&grant=all", "quicksupport:control=yes", "a.orchestrator-config",
        "/tmp/evil.config", "evil.yaml", "../../etc", "[diagram]", "[env:ORCHESTRATOR_INSECURE=1]", "--config=", "--config:x", "--log=/tmp/l", "\u202e--config", "--CONFIG", "—config", "\0", "%TEMP%", "$HOME",
    ];

    [Fact]
    public async Task No_argument_starts_anything_but_a_session_of_three_named_paths()
    {
        var random = new Random(20260302);
        var started = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var args = Enumerable.Range(0, random.Next(0, 6)).Select(_ => Words[random.Next(Words.Length)]).ToArray();
            (string Config, string Site, string Log)? seen = null;
            using var errors = new StringWriter();

            var code = await QuickSupportProgram.RunAsync(
                args,
                (config, site, log, _) =>
                {
                    seen = (config, site, log);
                    return Task.FromResult(Session);
                },
                errors);

            if (seen is not { } paths)
            {
                // Refused, or a question about the command line itself.
                Assert.True(code is (int)ExitCode.Usage or (int)ExitCode.Ended, $"{code}: {string.Join('|', args)}");
                continue;
            }

            started++;
            Assert.Equal(Session, code);
            AssertSaid(args, "--config", paths.Config, ProgramPaths.Configuration);
            AssertSaid(args, "--site", paths.Site, ProgramPaths.SiteFile);
            AssertSaid(args, "--log", paths.Log, ProgramPaths.Logs);
        }

        Assert.InRange(started, 100, 2_900);
    }

    [Fact]
    public void A_session_from_the_command_line_has_no_other_setting()
    {
        var options = TerminalSession.Options(null!, "c", "s", "l");
        var expected = new QuickSupportOptions
        {
            Face = null!,
            ConfigurationPath = "c",
            SiteFilePath = "s",
            LogRoot = "l",
            CompiledRoot = CompiledRoot.Of(typeof(TerminalSession).Assembly),
            FilesFolder = ProgramPaths.Files,
            UseSystemSettings = true,
            Capture = options.Capture,
        };

        // Composition, proxy, credentials, resolution, clock, randomness and logging are what nobody set.
        Assert.Equal(expected, options);
        Assert.Equal(QuickSupportOptions.Shipped, options.Composition);
    }

    [Fact]
    public void Nothing_registers_a_scheme_or_a_kind_of_file()
    {
        // Put together here, so that this file isn't found.
        string[] registrations = ["URL " + "Protocol", "x-scheme-" + "handler", "CFBundleURL" + "Types", "windows." + "protocol", "HKEY_CLASSES_" + "ROOT", "xdg-" + "mime", "FileType" + "Associations"];
        string[] places = ["src", "plugins", "docker", "eng"];
        string[] kinds = [".cs", ".csproj", ".props", ".targets", ".sh", ".json", ".manifest", ".desktop", ".plist", ".reg", ".xml", ".yaml", ".yml", ".ps1", ".wxs"];
        var found = places.Select(place => Path.Combine(Repository.Root, place)).Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories))
            .Where(file => kinds.Contains(Path.GetExtension(file)) && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .ToList();

        Assert.True(found.Count > 500);
        Assert.DoesNotContain(found, file => File.ReadAllText(file) is var text && registrations.Any(one => text.Contains(one, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A path is what stands behind its own option, or the program's own.</summary>
    private static void AssertSaid(string[] args, string option, string path, string otherwise)
    {
        var isSaid = args.Zip(args.Skip(1)).Any(pair => (pair.First == option || pair.First == $"{option}=" || pair.First == $"{option}:") && pair.Second == path)
            || args.Any(arg => arg == $"{option}={path}" || arg == $"{option}:{path}");
        Assert.True(isSaid || path == otherwise, $"{option} is {path} for {string.Join('|', args)}");
    }
}
