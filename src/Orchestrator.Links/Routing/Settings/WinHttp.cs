using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Orchestrator.Links.Routing.Settings;

/// <summary>The three calls of winhttp.dll that tell the user's proxy settings. Texts that it allocated are freed here.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WinHttp
{
    private const uint NoProxy = 1;
    private const uint AutoDetect = 1;
    private const uint AutoConfigUrl = 2;
    private const uint DhcpAndDns = 3;

    /// <summary>What the current user set; null when it can't be read.</summary>
    public static UserProxies? CurrentUser()
    {
        if (WinHttpGetIEProxyConfigForCurrentUser(out var native) == 0)
            return null;
        return new UserProxies(native.AutoDetect != 0, Take(native.AutoConfigUrl), Take(native.Proxy), Take(native.Bypass));
    }

    /// <summary>What the PAC file that is set, or is found, says about an address; null when there is no answer.</summary>
    public static (string? Proxies, string? Bypass)? ForAddress(string address, UserProxies set)
    {
        var session = WinHttpOpen("orchestrator", NoProxy, 0, 0, 0);
        if (session == 0)
            return null;
        var script = Marshal.StringToHGlobalUni(set.AutoConfigUrl);
        try
        {
            var how = new AutoProxyOptions
            {
                Flags = (set.IsDetected ? AutoDetect : 0) | (set.AutoConfigUrl is null ? 0 : AutoConfigUrl),
                DetectFlags = set.IsDetected ? DhcpAndDns : 0,
                AutoConfigUrl = script,
            };
            return WinHttpGetProxyForUrl(session, address, ref how, out var found) == 0 ? null : (Take(found.Proxy), Take(found.Bypass));
        }
        finally
        {
            Marshal.FreeHGlobal(script);
            _ = WinHttpCloseHandle(session);
        }
    }

    private static string? Take(nint text)
    {
        var taken = Marshal.PtrToStringUni(text);
        Marshal.FreeHGlobal(text);
        return string.IsNullOrWhiteSpace(taken) ? null : taken;
    }

    [LibraryImport("winhttp.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int WinHttpGetIEProxyConfigForCurrentUser(out NativeUserProxies found);

    [LibraryImport("winhttp.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint WinHttpOpen(string agent, uint accessType, nint proxy, nint bypass, uint flags);

    [LibraryImport("winhttp.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int WinHttpGetProxyForUrl(nint session, string address, ref AutoProxyOptions how, out NativeProxies found);

    [LibraryImport("winhttp.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int WinHttpCloseHandle(nint handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct NativeUserProxies
    {
        public int AutoDetect;
        public nint AutoConfigUrl;
        public nint Proxy;
        public nint Bypass;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct NativeProxies
    {
        public uint AccessType;
        public nint Proxy;
        public nint Bypass;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct AutoProxyOptions
    {
        public uint Flags;
        public uint DetectFlags;
        public nint AutoConfigUrl;
        public nint Reserved;
        public uint ReservedToo;
        public int AutoLogon;
    }
}

/// <summary>A user's settings on Windows.</summary>
/// <param name="IsDetected">WPAD is on.</param>
/// <param name="AutoConfigUrl">Address of a PAC file; null: none.</param>
/// <param name="Proxies">As Windows writes them; null: none.</param>
/// <param name="Bypass">Names without them; null: none.</param>
internal sealed record UserProxies(bool IsDetected, string? AutoConfigUrl, string? Proxies, string? Bypass)
{
    /// <summary>A script says which proxy.</summary>
    public bool IsAutomatic => IsDetected || AutoConfigUrl is not null;
}
