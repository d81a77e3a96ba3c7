namespace Orchestrator.Mutants.Tests;

/// <summary>Methods that the tests empty in a copy of this assembly.</summary>
public static class Samples
{
    public static int Calls { get; private set; }

    public static void Nothing() => Calls++;

    public static int Number() => 7;

    public static string Text() => "text";

    public static bool Flag() => false;

    public static DayOfWeek Day() => DayOfWeek.Monday;

    public static Guid Value() => new("00000001-0000-0000-0000-000000000000");

    public static T Generic<T>(T value) => value;

    public static bool Out(out int number, out string? text)
    {
        (number, text) = (7, "text");
        return true;
    }

    public static async Task Work()
    {
        await Task.Yield();
        Calls++;
    }

    public static async Task<int> NumberLater()
    {
        await Task.Yield();
        return 7;
    }

    public static async Task<IReadOnlyList<string>> TextsLater()
    {
        await Task.Yield();
        return ["text"];
    }

    public static async ValueTask<int> NumberSoon()
    {
        await Task.Yield();
        return 7;
    }

    public static int Several(int one) => one;

    public static int Several(string one) => one.Length;

    public static int Several(int one, int two) => one + two;

    /// <summary>A type in a type.</summary>
    public static class Inner
    {
        public static int Number() => 7;
    }
}
