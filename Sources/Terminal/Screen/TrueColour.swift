/// A description of a 24-bit colour terminal that Mercer brings along, because most systems name theirs
/// xterm-256color and have no other entry installed. ncurses reads one from TERMINFO as "b64:…".
enum TrueColour {
    /// The name to open it under.
    static let name = "mercer-rgb"

    /// Whether a terminal of that name is one whose COLORTERM can be believed.
    static func fits(_ term: String) -> Bool {
        let families = [
            "xterm", "tmux", "screen", "alacritty", "foot", "wezterm", "kitty", "ghostty", "rio", "contour",
            "konsole", "vte", "iterm", "st-", "rxvt",
        ]
        return families.contains { term.hasPrefix($0) }
    }

    /// Compiled by `tic -x` from xterm-256color without its keys and palette commands, without scrolling
    /// by several lines (SU, SD), which small terminals leave out and then show a wrong screen, and with these
    /// colours: 0 to 15 the terminal's own, to 255 the usual table, above that red, green and blue.
    static let entry =
        "b64:"
        + "HgImAB0ADwBxAY8DbWVyY2VyLXJnYnwyNC1iaXQgY29sb3VyIG9uIGFueSB4dGVybQAAAQAAAQAAAAAAAAAAAQEAAAAAAAAA"
        + "AQAAAQAAAQBQAAAACAAAABgAAAD/////////////////////////////////////////////////////AAAAAQAAAQAAAAQA"
        + "BgAIABkAHgAmACoALgD//zkASgBMAFAAVwD//1kAZgD//2oAbgB4AHwA/////4AAhACJAI4A//+gAKUA/////6oArwC0ALkA"
        + "wgDGAM0A///fAOQA6gD/////////////////////8AD/////////////////////////////////////////////////////"
        + "//////////////////////////////////////QA/AD/////////////////////////////BAENARYB//8ZASIBKwE0Af//"
        + "PQFGAU8B//9YAf///////2EBZQFqAf////////////9vAXIBfQGAAYIBhQHiAf//5QH/////////////////////////////"
        + "5wH//////////xwCIgL/////////////////////////////////////////////////////////////////////////////"
        + "////////////////////////////////////////////////////////////////////////////////////////////////"
        + "////////////////////////////////////////////////////////////////////////////////////////////////"
        + "////////////////////////////////////////KAItAv//////////////////////////////////////////////////"
        + "//////////////////80Av//////////////////////////////////PQL///////////////////////9CAv//////////"
        + "//////////////////////////////////////////9IAlkC////////////////////////////////////////awLxAv//"
        + "////////////////eAMbW1oABwANABtbJWklcDElZDslcDIlZHIAG1szZwAbW0gbWzJKABtbSwAbW0oAG1slaSVwMSVkRwAb"
        + "WyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbPzEybBtbPzI1aAAbW0MAG1tBABtbPzEyOzI1aAAbW1AAG1tNABso"
        + "MAAbWzVtABtbMW0AG1s/MTA0OWgbWzIyOzA7MHQAG1sybQAbWzRoABtbN20AG1s3bQAbWzRtABtbJXAxJWRYABsoQgAbKEIb"
        + "W20AG1s/MTA0OWwbWzIzOzA7MHQAG1s0bAAbWzI3bQAbWzI0bQAbW0wAG1s/MWwbPgAbWz8xaBs9ABtbPzEwMzRsABtbPzEw"
        + "MzRoABtFABtbJXAxJWRQABtbJXAxJWRNABtbJXAxJWRCABtbJXAxJWRAABtbJXAxJWRMABtbJXAxJWREABtbJXAxJWRDABtb"
        + "JXAxJWRBABtbaQAbWzRpABtbNWkAGzgAG1slaSVwMSVkZAAbNwAKABtNACU/JXA5JXQbKDAlZRsoQiU7G1swJT8lcDYldDsx"
        + "JTslPyVwNSV0OzIlOyU/JXAyJXQ7NCU7JT8lcDElcDMlfCV0OzclOyU/JXA0JXQ7NSU7JT8lcDcldDs4JTttABtIAAkAYGBh"
        + "YWZmZ2dpaWpqa2tsbG1tbm5vb3BwcXFycnNzdHR1dXZ2d3d4eHl5enp7e3x8fX1+fgAbWz83aAAbWz83bAAbWzFLABtbPzY5"
        + "bAAbWzM5OzQ5bQAbWzNtABtbMjNtABtbPzY5aBtbJWklcDElZHMAG1s/NjloG1slaTslcDElZHMAG1slPyVwMSV7OH0lPCV0"
        + "MyVwMSVkJWUlcDElezE2fSU8JXQ5JXAxJXs4fSUtJWQlZSVwMSV7MjU2fSU8JXQzODs1OyVwMSVkJWUzODsyOyVwMSV7NjU1"
        + "MzZ9JS8lZDslcDElezI1Nn0lLyV7MjU1fSUmJWQ7JXAxJXsyNTV9JSYlZCU7bQAbWyU/JXAxJXs4fSU8JXQ0JXAxJWQlZSVw"
        + "MSV7MTZ9JTwldDEwJXAxJXs4fSUtJWQlZSVwMSV7MjU2fSU8JXQ0ODs1OyVwMSVkJWU0ODsyOyVwMSV7NjU1MzZ9JS8lZDsl"
        + "cDElezI1Nn0lLyV7MjU1fSUmJWQ7JXAxJXsyNTV9JSYlZCU7bQAbWz82OWgbWyVpJXAxJWQ7JXAyJWRzAAADAAAAAwAJACcA"
        + "AQEBAAAABQALAAAAAwAHAAoADQASABtbM0oAG1syOW0AG1s5bQBBWABSR0IAWFQARTMAcm14eABzbXh4AA=="
}
