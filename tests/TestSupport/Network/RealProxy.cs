namespace Orchestrator.TestSupport.Network;

/// <summary>A real proxy program on the loopback interface, with its files in a folder of its own. Disposal ends it.</summary>
public sealed class RealProxy : IAsyncDisposable
{
    private readonly ExternalProcess process;
    private readonly string folder;

    private RealProxy(ExternalProcess process, string folder, int port)
    {
        (this.process, this.folder) = (process, folder);
        Port = port;
    }

    /// <summary>Port that it listens on, at 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Address for the site file.</summary>
    public string Uri => $"http://127.0.0.1:{Port}";

    /// <summary>The log of requests, so far.</summary>
    public string AccessLog => File.Exists(LogFile(folder)) ? ReadShared(LogFile(folder)) : "";

    /// <summary>Skips or fails the running test where tinyproxy is missing, then starts one.</summary>
    /// <param name="user">Name for Basic; null: no authentication.</param>
    /// <param name="password">Password for Basic.</param>
    public static Task<RealProxy> StartTinyproxyAsync(string? user = null, string? password = null)
    {
        RealComponent.Require("tinyproxy");
        return StartAsync("tinyproxy", (folder, port) =>
        {
            var file = Path.Combine(folder, "tinyproxy.conf");
            File.WriteAllText(
                file,
                $"Port {port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nLogFile \"{LogFile(folder)}\"\nLogLevel Info\n" + (user is null ? "" : $"BasicAuth {user} {password}\n"));
            return ["-d", "-c", file];
        });
    }

    /// <summary>Skips or fails the running test where Squid is missing, then starts one that asks for Basic and tunnels to any port.</summary>
    /// <param name="user">Name for Basic; null: no authentication.</param>
    /// <param name="password">Password for Basic.</param>
    /// <param name="rules">Lines before the last rule, for example to deny.</param>
    public static Task<RealProxy> StartSquidAsync(string? user = null, string? password = null, string rules = "")
    {
        RealComponent.Require("squid");
        return StartAsync("squid", (folder, port) =>
        {
            var helper = Path.Combine(folder, "check.sh");
            File.WriteAllText(helper, $"#!/bin/sh\nwhile read -r line; do if [ \"$line\" = \"{user} {password}\" ]; then echo OK; else echo ERR; fi; done\n");
            Allow(helper, (UnixFileMode)0b111_101_101);
            var file = Path.Combine(folder, "squid.conf");
            File.WriteAllText(file, $"""
                http_port 127.0.0.1:{port}
                pid_filename none
                cache deny all
                access_log stdio:{LogFile(folder)}
                cache_log {Path.Combine(folder, "cache.log")}
                coredump_dir {folder}
                shutdown_lifetime 0 seconds
                pinger_enable off
                {(System.Environment.IsPrivilegedProcess ? "cache_effective_user proxy" : "")}
                {(user is null ? "" : $"auth_param basic program {helper}\nauth_param basic children 1\nauth_param basic realm Test lab\nacl known proxy_auth REQUIRED")}
                {rules}
                {(user is null ? "http_access allow all" : "http_access allow known")}
                http_access deny all

                """);
            return ["-N", "-n", $"orchestrator{port}", "-f", file];
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    // Squid works as another user.
    private static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private static string LogFile(string folder) => Path.Combine(folder, "access.log");

    private static async Task<RealProxy> StartAsync(string program, Func<string, int, string[]> configure)
    {
        var folder = Directory.CreateTempSubdirectory("real-proxy-").FullName;
        Allow(folder, (UnixFileMode)0b111_111_111);
        var port = FreePort.Take();
        var proxy = new RealProxy(ExternalProcess.Start(program, configure(folder, port)), folder, port);
        try
        {
            await FreePort.WaitUntilListeningAsync(port, proxy.process);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
